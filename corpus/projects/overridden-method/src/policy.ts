export interface Reader {
  role: string;
}

export class Policy {
  canRead(reader: Reader): boolean {
    return reader.role === 'member';
  }
}
