// Strapi: `true` and nothing let through, `false` and `null` refuse.

interface PolicyContext { state: { user?: { role: string } } }

// Whoever falls through gets in, nobody at all among them.
// decides: deny when policyContext.state.user?.role === 'reader'
// decides: allow otherwise
// default: allow
export default (policyContext: PolicyContext) => {
  if (policyContext.state.user?.role === 'reader') return false;
}; // expect: unknown-value
