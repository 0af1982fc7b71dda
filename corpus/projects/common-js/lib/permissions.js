function isAuthorized(user) {
  if (user.role === 'blocked') return false;
  return true; // expect: default-allow
}

exports.isAuthorized = isAuthorized;
exports.canDelete = (user) => user.role === 'admin';
