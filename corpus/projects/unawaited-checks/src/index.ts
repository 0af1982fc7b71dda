export * as membership from './membership';
export { assertLead } from './membership';
