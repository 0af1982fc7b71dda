export const WRITERS = new Set(['author', 'editor']);
export const READERS = Object.freeze([...['author', 'editor'], 'subscriber']);
export const BLOCKED = ['banned', 'suspended'];
