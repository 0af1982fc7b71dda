// Strapi: `true` and nothing let through, `false` and `null` refuse.

interface PolicyContext { state: { user?: { role: string } } }

// Whoever falls through gets in.
// decides: deny when !policyContext.state.user
// decides: allow otherwise
// default: deny
export default (policyContext: PolicyContext) => {
  if (!policyContext.state.user) return false;
  if (policyContext.state.user.role === 'editor') return true;
}; // expect: default-allow
