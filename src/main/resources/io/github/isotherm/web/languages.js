// The page's languages. CODE.js has the page's words, CODE-errors.js the server's errors; the first is the server's own.
export default ['en', 'it'];
