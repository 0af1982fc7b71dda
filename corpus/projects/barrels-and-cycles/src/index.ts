export * from './core';
export * from './extra';
