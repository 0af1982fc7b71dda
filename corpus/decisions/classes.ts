// Classes: methods, private methods, getters, static members, arrow properties, inherited state.

interface User { id: string; role: string; banned: boolean; teamIds: string[] }
interface Channel { id: string; teamId: string; ownerId: string; isPrivate: boolean }

export class ChannelPolicy {
  private readonly bannedIds = new Set<string>();

  constructor(private readonly viewer: User, private readonly strict: boolean) {}

  // decides: allow when this.viewer.role === 'admin'
  // decides: deny otherwise
  get isAdmin(): boolean {
    return this.viewer.role === 'admin';
  }

  // decides: allow when !channel.isPrivate || this.viewer.teamIds.includes(channel.teamId)
  // decides: deny otherwise
  canRead(channel: Channel): boolean {
    if (channel.isPrivate) {
      return this.viewer.teamIds.includes(channel.teamId);
    }
    return true;
  }

  // decides: allow when !this.bannedIds.has(this.viewer.id) && channel.ownerId === this.viewer.id
  // decides: deny otherwise
  canRename(channel: Channel): boolean {
    if (this.bannedIds.has(this.viewer.id)) return false;
    return channel.ownerId === this.viewer.id;
  }

  // decides: allow when this.viewer.role === 'admin' || (!this.strict && this.viewer.role === 'moderator')
  // decides: deny otherwise
  private hasModeratorRole(): boolean {
    return this.viewer.role === 'admin' || (!this.strict && this.viewer.role === 'moderator');
  }

  // decides: allow when this.hasModeratorRole() && !channel.isPrivate
  // decides: deny otherwise
  canPin(channel: Channel): boolean {
    return this.hasModeratorRole() && !channel.isPrivate;
  }

  // decides: allow when !this.viewer.banned && this.viewer.teamIds.includes(channel.teamId)
  // decides: deny otherwise
  canPost = (channel: Channel): boolean => {
    return !this.viewer.banned && this.viewer.teamIds.includes(channel.teamId);
  };

  // decides: allow when user.role === 'admin' || channel.ownerId === user.id
  // decides: deny otherwise
  static canDelete(user: User, channel: Channel): boolean {
    return user.role === 'admin' || channel.ownerId === user.id;
  }

  // decides: allow when this.viewer.role === 'admin'
  // decides: deny otherwise
  assertAdmin(): void {
    if (this.viewer.role !== 'admin') {
      throw new Error('Forbidden: admins only');
    }
  }
}

export const channelPolicy = {
  // decides: allow when user.teamIds.includes(channel.teamId) && !user.banned
  // decides: deny otherwise
  canJoin(user: User, channel: Channel): boolean {
    if (user.banned) return false;
    return user.teamIds.includes(channel.teamId);
  },

  // decides: allow when user.role === 'admin'
  // decides: deny otherwise
  canArchive: (user: User): boolean => user.role === 'admin',
};
