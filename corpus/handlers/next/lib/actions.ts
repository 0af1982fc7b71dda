'use server';
import { withUser } from './auth';

// entry: action deletePin
export async function deletePin(id: string) {
  return id;
}

// entry: action renamePin
export const renamePin = async (id: string, name: string) => name;

// entry: action movePin, behind withUser('editor')
export const movePin = withUser(async (id: string) => id, { role: 'editor' });

// no entry: not exported
async function helper() {}
