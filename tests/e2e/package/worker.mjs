// program.mjs as workerd runs it.
import { work } from './program.mjs';

export default {
  async fetch(request) {
    try {
      return Response.json(await work(new URL(request.url).searchParams.get('api')));
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 });
    }
  },
};
