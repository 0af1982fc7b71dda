export * from './orders';
export { isOwner as ownsOrder } from './owners';
