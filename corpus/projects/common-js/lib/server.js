const { isAuthorized, canDelete: mayDelete } = require('./permissions');
const permissions = require('./permissions');
const checkPermission = require('./check');

function remove(user, file) {
  if (!isAuthorized(user)) return 403; // calls: lib/permissions.js#isAuthorized tested
  // calls: lib/permissions.js#canDelete tested
  // calls: lib/check.js#default tested
  if (!mayDelete(user) && !checkPermission(user, file)) return 403;
  file.gone = permissions.canDelete(user); // calls: lib/permissions.js#canDelete stored
  return 200;
}

module.exports = { remove };
