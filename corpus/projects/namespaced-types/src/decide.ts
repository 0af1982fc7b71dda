import * as model from './model';
import { Decision } from './model';

// decides: allow when subject.clearance !== 'none'
// decides: deny otherwise
export function checkClearance(subject: model.Subject): Decision {
  switch (subject.clearance) {
    case 'secret':
    case 'top':
      return Decision.Permit;
    case 'none':
      return Decision.Refuse;
  }
}
