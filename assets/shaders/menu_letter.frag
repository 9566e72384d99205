uniform sampler2D glyphs;
uniform sampler2D more_glyphs;
uniform vec4 seen;        // what of the panel is seen of what scrolls: left, bottom, right, top, metres
uniform float fade_m;     // how softly that window ends above and below
in vec2 uv;
in vec2 on_panel;
in vec3 colour;
flat in float is_on_second_page;
flat in float moves;
out vec4 fragment;

void main() {
    float across = step(seen.x, on_panel.x) * step(on_panel.x, seen.z);
    float along = clamp(min(seen.w - on_panel.y, on_panel.y - seen.y) / fade_m, 0.0, 1.0);
    // All of a letter's pixels go the same way here, so that how fast uv changes is known.
    float cover = is_on_second_page > 0.5 ? texture(more_glyphs, uv, -0.4).a : texture(glyphs, uv, -0.4).a;
    float shown = cover * mix(1.0, across * along, moves);
    if (shown < 0.02) discard;
    fragment = vec4(colour, shown);
}
