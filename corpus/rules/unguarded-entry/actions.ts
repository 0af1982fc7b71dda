// Server actions that nobody guards.
'use server';

declare const prisma: {
  apiKey: { delete(query: object): Promise<void>; findMany(query: object): Promise<object[]> };
  answer: { findMany(query: object): Promise<object[]>; create(query: object): Promise<void> };
  user: { update(query: object): Promise<void> };
};
declare function getServerSession(): Promise<{ user: { id: string } } | null>;
declare function sendMail(to: string): Promise<void>;

async function removeKey(id: string): Promise<void> {
  await prisma.apiKey.delete({ where: { id } });
}

async function getAnswers(surveyId: string): Promise<object[]> {
  return prisma.answer.findMany({ where: { surveyId } });
}

export async function deleteApiKeyAction(id: string): Promise<void> { // expect: unguarded-entry
  await removeKey(id);
}

export async function updateSettings(userId: string, settings: object): Promise<void> { // expect: unguarded-entry
  await prisma.user.update({ where: { id: userId }, data: { settings } });
}

export async function getAnswersAction(surveyId: string): Promise<object[]> { // expect: unguarded-entry
  const answers = await getAnswers(surveyId);
  return answers;
}

export async function deleteOwnApiKey(id: string): Promise<void> {
  const session = await getServerSession();
  if (!session) {
    throw new Error('not signed in');
  }
  await prisma.apiKey.delete({ where: { id, userId: session.user.id } });
}

export async function deleteWithToken(id: string, token: string): Promise<void> {
  if (token !== process.env.ADMIN_TOKEN) {
    throw new Error('wrong token');
  }
  await removeKey(id);
}

// For everybody, and says so.
export async function submitPublicAnswer(surveyId: string, text: string): Promise<void> {
  await prisma.answer.create({ data: { surveyId, text } });
}

// Nothing is stored, nothing is given back.
export async function remind(to: string): Promise<void> {
  await sendMail(to);
}

// What it gives back is not selected by the caller.
export async function listFeatured(): Promise<object[]> {
  return prisma.answer.findMany({ where: { featured: true } });
}
