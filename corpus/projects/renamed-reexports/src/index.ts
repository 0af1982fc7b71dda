export { canVisit as mayVisit, canVisit as default } from './checks';
