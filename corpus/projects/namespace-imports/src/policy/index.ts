export * as billing from './billing';
export * as rooms from './rooms';
