/** The parts of Feishu's card JSON 2.0 that we use. The platform refuses a card with a property that it doesn't know. */

export interface PlainText {
  readonly tag: 'plain_text';
  readonly content: string;
}

export interface CardColumn {
  readonly tag: 'column';
  readonly width: 'auto' | 'weighted';
  readonly weight?: number;
  readonly vertical_align?: 'top' | 'center';
  readonly elements: readonly CardElement[];
}

export type CardElement =
  | { readonly tag: 'markdown'; readonly content: string; readonly text_size?: 'normal' | 'notation'; readonly margin?: string }
  | { readonly tag: 'div'; readonly text: PlainText }
  | { readonly tag: 'hr' }
  | {
      readonly tag: 'column_set';
      readonly flex_mode: 'none' | 'flow' | 'stretch';
      readonly horizontal_spacing: string;
      readonly columns: readonly CardColumn[];
    }
  | {
      readonly tag: 'collapsible_panel';
      readonly expanded: boolean;
      readonly header: {
        readonly title: PlainText;
        readonly icon: { readonly tag: 'standard_icon'; readonly token: string; readonly size: string };
        readonly icon_position: 'follow_text';
        readonly icon_expanded_angle: number;
      };
      readonly border: { readonly color: string; readonly corner_radius: string };
      readonly padding: string;
      readonly elements: readonly CardElement[];
    }
  | {
      readonly tag: 'button';
      readonly name?: string;
      readonly text: PlainText;
      readonly type: 'default' | 'primary_filled' | 'danger';
      readonly form_action_type?: 'submit';
      readonly behaviors: readonly { readonly type: 'callback'; readonly value: Readonly<Record<string, string>> }[];
      readonly confirm?: { readonly title: PlainText; readonly text: PlainText };
    }
  | { readonly tag: 'overflow'; readonly options: readonly { readonly text: PlainText; readonly value: string }[] }
  | {
      readonly tag: 'input';
      readonly name: string;
      readonly width: 'fill';
      readonly max_length: number;
      readonly placeholder: PlainText;
    }
  | { readonly tag: 'form'; readonly name: string; readonly elements: readonly CardElement[] };

export interface FeishuCard {
  readonly schema: '2.0';
  readonly config: { readonly update_multi: true; readonly enable_forward: false; readonly summary: { readonly content: string } };
  readonly header: {
    readonly title: PlainText;
    readonly subtitle: PlainText;
    readonly template: 'red' | 'blue' | 'orange' | 'grey' | 'green';
  };
  readonly body: { readonly elements: readonly CardElement[] };
}
