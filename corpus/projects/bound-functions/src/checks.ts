export function hasRole(role: string, user: { roles: string[] }): boolean {
  return user.roles.includes(role);
}

export const isEditor = hasRole.bind(null, 'editor');
