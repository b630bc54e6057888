//! The elements and attributes that make a difference to reading a page.

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($name:literal => $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $kind {
            $($variant,)+
            /// Any other.
            Other,
        }

        impl $kind {
            /// The one of a name, in whatever case.
            pub(super) fn named(name: &str) -> Self {
                let mut lower = [0_u8; 16];
                for (to, from) in lower.iter_mut().zip(name.bytes()) {
                    *to = from.to_ascii_lowercase();
                }
                match lower.get(..name.len()).and_then(|bytes| std::str::from_utf8(bytes).ok()) {
                    $(Some($name) => Self::$variant,)+
                    _ => Self::Other,
                }
            }
        }
    };
}

names! {
    /// Elements.
    Tag {
        "a" => A, "address" => Address, "applet" => Applet, "area" => Area, "article" => Article, "aside" => Aside,
        "audio" => Audio, "b" => B, "base" => Base, "big" => Big, "blockquote" => Blockquote, "body" => Body,
        "br" => Br, "button" => Button, "canvas" => Canvas, "caption" => Caption, "center" => Center, "cite" => Cite,
        "code" => Code, "col" => Col, "colgroup" => Colgroup, "datalist" => Datalist, "dd" => Dd, "details" => Details,
        "dialog" => Dialog, "div" => Div, "dl" => Dl, "dt" => Dt, "em" => Em, "embed" => Embed,
        "fieldset" => Fieldset, "figcaption" => Figcaption, "figure" => Figure, "font" => Font, "footer" => Footer,
        "form" => Form, "frame" => Frame, "frameset" => Frameset, "h1" => H1, "h2" => H2, "h3" => H3, "h4" => H4,
        "h5" => H5, "h6" => H6, "head" => Head, "header" => Header, "hgroup" => Hgroup, "hr" => Hr, "html" => Html,
        "i" => I, "iframe" => Iframe, "img" => Img, "input" => Input, "label" => Label, "legend" => Legend,
        "li" => Li, "link" => Link, "main" => Main, "map" => Map, "math" => Math, "menu" => Menu, "meta" => Meta,
        "nav" => Nav, "noembed" => Noembed, "noframes" => Noframes, "noscript" => Noscript, "object" => Object,
        "ol" => Ol, "optgroup" => Optgroup, "option" => Option, "p" => P, "param" => Param, "picture" => Picture,
        "pre" => Pre, "q" => Q, "rp" => Rp, "s" => S, "script" => Script, "section" => Section, "select" => Select,
        "small" => Small, "source" => Source, "span" => Span, "strike" => Strike, "strong" => Strong, "style" => Style,
        "sub" => Sub, "summary" => Summary, "sup" => Sup, "svg" => Svg, "table" => Table, "tbody" => Tbody,
        "td" => Td, "template" => Template, "textarea" => Textarea, "tfoot" => Tfoot, "th" => Th, "thead" => Thead,
        "time" => Time, "title" => Title, "tr" => Tr, "track" => Track, "tt" => Tt, "u" => U, "ul" => Ul,
        "var" => Var, "video" => Video, "wbr" => Wbr, "xmp" => Xmp,
    }
}

names! {
    /// Attributes.
    Attribute {
        "aria-hidden" => AriaHidden, "aria-label" => AriaLabel, "charset" => Charset, "class" => Class,
        "content" => Content, "datetime" => Datetime, "hidden" => Hidden, "href" => Href, "id" => Id,
        "itemprop" => Itemprop, "itemtype" => Itemtype, "lang" => Lang, "name" => Name, "property" => Property,
        "rel" => Rel, "role" => Role, "style" => Style, "title" => Title, "type" => Type, "src" => Src,
        "data-testid" => Testid, "data-component" => Component, "aria-modal" => AriaModal,
    }
}

impl Tag {
    /// Has neither content nor an end.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Frame
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Its content is text up to its end tag, whatever that looks like.
    pub(super) fn is_raw(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Textarea
                | Self::Title
                | Self::Xmp
                | Self::Iframe
                | Self::Noembed
                | Self::Noframes
        )
    }

    /// Runs within a line.
    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::B
                | Self::Big
                | Self::Cite
                | Self::Code
                | Self::Em
                | Self::Font
                | Self::I
                | Self::Label
                | Self::Q
                | Self::S
                | Self::Small
                | Self::Span
                | Self::Strike
                | Self::Strong
                | Self::Sub
                | Self::Sup
                | Self::Time
                | Self::Tt
                | Self::U
                | Self::Var
                | Self::Other
                | Self::Wbr
                | Self::Img
                | Self::Button
                | Self::Input
                | Self::Picture
                | Self::Rp
                | Self::Map
                | Self::Svg
                | Self::Math
                | Self::Noscript
                | Self::Script
                | Self::Style
                | Self::Template
                | Self::Link
                | Self::Meta
                | Self::Object
                | Self::Embed
                | Self::Applet
                | Self::Audio
                | Self::Video
                | Self::Canvas
                | Self::Iframe
        )
    }

    /// 1 to 6 for headings, else 0.
    pub(super) fn heading(self) -> u8 {
        match self {
            Self::H1 => 1,
            Self::H2 => 2,
            Self::H3 => 3,
            Self::H4 => 4,
            Self::H5 => 5,
            Self::H6 => 6,
            _ => 0,
        }
    }

    /// May stand in the head of a page.
    pub(super) fn is_of_head(self) -> bool {
        matches!(
            self,
            Self::Base
                | Self::Link
                | Self::Meta
                | Self::Noscript
                | Self::Script
                | Self::Style
                | Self::Template
                | Self::Title
        )
    }
}
