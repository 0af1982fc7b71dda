import { TeamService } from './team-service';

export class TeamController {
  constructor(private readonly teams: TeamService) {}

  async rename(user: { role: string }, team: { name: string }, name: string) {
    const allowed = this.teams.isAllowed(user, 'rename'); // expect: unawaited-check
    if (!allowed) throw new Error('forbidden');
    team.name = name;
  }

  async archive(user: { role: string }, team: { archived: boolean }) {
    const allowed = await this.teams.isAllowed(user, 'archive');
    if (!allowed) throw new Error('forbidden');
    team.archived = true;
  }
}
