export const canSign = (user: { role: string }): boolean => user.role === 'notary';
