export interface Asked {
  userId: string;
  teamIds: string[];
  note: { ownerId: string; teamId: string };
}

export type Guard = (asked: Asked) => boolean;

export const ownerOnly: Guard = ({ userId, note }) => note.ownerId === userId;
export const teamOnly: Guard = ({ teamIds, note }) => teamIds.includes(note.teamId);
