export class PermissionsService {
  hasPermission(user: { permissions: string[] }, permission: string): boolean {
    return user.permissions.includes(permission);
  }

  async mayExport(user: { role: string }): Promise<boolean> {
    if (user.role === 'guest') return false;
    return true; // expect: default-allow
  }
}
