module.exports = function checkPermission(user, file) {
  return file.owner === user.id || user.role === 'admin';
};
