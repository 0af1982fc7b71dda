export class Engine {
  decide(user: { roles: string[] }, action: string): 'allow' | 'deny' | 'ask' {
    if (user.roles.includes('root')) return 'allow';
    if (user.roles.includes(action)) return 'ask';
    return 'deny';
  }
}

export default new Engine();
