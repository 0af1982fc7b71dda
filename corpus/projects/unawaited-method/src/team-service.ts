export class TeamService {
  async isAllowed(user: { role: string }, action: string): Promise<boolean> {
    return user.role === 'admin' && action !== 'delete';
  }
}
