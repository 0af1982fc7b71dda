exports.canStamp = (user: { role: string }): boolean => user.role === 'clerk';
