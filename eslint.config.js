import js from "@eslint/js";

const BROWSER = [
  "Blob", "CSS", "DecompressionStream", "Element", "HTMLDetailsElement", "Response",
  "URLSearchParams", "addEventListener", "document", "history", "innerHeight", "location",
];

export default [
  js.configs.recommended,
  {
    files: ["evalkit/report/html/script/*.js"],
    languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])) },
    rules: {
      complexity: ["error", 10],
      eqeqeq: "error",
      "max-len": ["error", { code: 100 }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 40],
      "no-shadow": ["error", { builtinGlobals: true, hoist: "all" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
