export interface AccessControl {
  isAllowed(user: { role: string }, action: string): Promise<boolean>;
}
