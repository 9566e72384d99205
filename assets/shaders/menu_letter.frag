uniform sampler2D glyphs;
uniform vec4 seen;        // what of the panel is seen: left, bottom, right, top, metres
uniform float fade_m;     // how softly the window ends above and below
in vec2 uv;
in vec2 on_panel;
in vec3 colour;
out vec4 fragment;

void main() {
    float across = step(seen.x, on_panel.x) * step(on_panel.x, seen.z);
    float along = clamp(min(seen.w - on_panel.y, on_panel.y - seen.y) / fade_m, 0.0, 1.0);
    float shown = texture(glyphs, uv, -0.4).a * across * along;
    if (shown < 0.02) discard;
    fragment = vec4(colour, shown);
}
