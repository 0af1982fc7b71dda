export * from '../core';
export * from './pay';
