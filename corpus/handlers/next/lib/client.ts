// no entry: a file that runs anywhere
export async function loadPins() {
  return [];
}

export function form() {
  // entry: action submit
  async function submit(data: FormData) {
    'use server';
    return data;
  }
  return submit;
}
