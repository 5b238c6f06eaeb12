/** Where an interpreter's code comes from. */
export type Code =
  | { readonly from: 'stdin' }
  | { readonly from: 'inline' }
  /** Of a virtual machine also an archive, or a place on its class path. */
  | { readonly from: 'script'; readonly path: string }
  | { readonly from: 'module'; readonly name: string };
