export * from './roles';
export * from '..';
