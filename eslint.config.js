import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["evalkit/report/html/script/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      complexity: ["error", 10],
      eqeqeq: "error",
      "max-len": ["error", { code: 100 }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 40],
      // What stands on `window` under these common words, no module of the page means.
      "no-shadow": [
        "error",
        { builtinGlobals: true, hoist: "all", allow: ["event", "name", "open", "status"] },
      ],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
