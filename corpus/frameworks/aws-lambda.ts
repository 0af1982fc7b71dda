// AWS Lambda: a policy decides by its effect, a simple answer by `isAuthorized`.

import type { APIGatewayRequestSimpleAuthorizerHandlerV2, APIGatewayTokenAuthorizerHandler } from 'aws-lambda';

declare const tokens: Set<string>;

// decides: allow when tokens.has(event.authorizationToken)
// decides: deny otherwise
// default: deny
export const byToken: APIGatewayTokenAuthorizerHandler = async event => {
  const statement = { Action: 'execute-api:Invoke', Resource: event.methodArn };
  if (tokens.has(event.authorizationToken)) {
    return { principalId: 'caller', policyDocument: { Version: '2012-10-17', Statement: [{ ...statement, Effect: 'Allow' }] } };
  }
  return { principalId: 'nobody', policyDocument: { Version: '2012-10-17', Statement: [{ ...statement, Effect: 'Deny' }] } };
};

// A policy that allows nothing refuses.
// decides: allow when tokens.has(event.authorizationToken)
// decides: deny otherwise
export const byList: APIGatewayTokenAuthorizerHandler = async event => {
  if (!tokens.has(event.authorizationToken)) {
    return { principalId: 'nobody', policyDocument: { Version: '2012-10-17', Statement: [] } };
  }
  return {
    principalId: 'caller',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: event.methodArn }] },
  };
};

// decides: allow when tokens.has(event.headers.authorization)
// decides: deny otherwise
// default: deny
export const simple: APIGatewayRequestSimpleAuthorizerHandlerV2 = async event => {
  return { isAuthorized: tokens.has(event.headers.authorization) };
};
