export interface Access {
  isAllowed(user: { role: string }): boolean;
}
