const canScan = (user: { role: string }): boolean => user.role !== 'visitor'; // expect: default-allow

export default canScan;
