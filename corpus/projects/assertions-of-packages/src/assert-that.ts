// The project's own assertion hands the question on to one of a package.
import { invariant } from 'tiny-assert';

const assertThat = (value: unknown, error: Error): asserts value => {
  invariant(value, error);
};

export default assertThat;
