// What a screen shows: visible, hidden, disabled, labels. The server decides; these only draw.

interface ButtonProps { loading: boolean; valid: boolean; role: string }
interface MenuItem { id: string; hidden: boolean }

// decides: nothing
export function isButtonDisabled({ loading, valid }: ButtonProps): boolean {
  if (loading) return true;
  return !valid;
}

// decides: nothing
export function shouldShowAdminBadge(role: string): boolean {
  return role === 'admin';
}

// decides: nothing
export function visibleItems(items: MenuItem[]): MenuItem[] {
  return items.filter(item => !item.hidden);
}

// decides: nothing
export function canShowTooltip(text: string | undefined): boolean {
  if (text === undefined) return false;
  return text !== '';
}

// decides: nothing
export function roleLabel(role: string): string {
  return role === 'guest' ? 'Guest' : 'Member';
}
