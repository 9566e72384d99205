// A bar's edge is where its distance is 0; it is softened over one pixel, near or far.
uniform vec4 seen;        // what of the panel is seen of what scrolls: left, bottom, right, top, metres
uniform float fade_m;     // how softly that window ends above and below
in vec2 on_panel;
in vec2 from_middle;
in vec4 bar;
in vec4 inside;
in vec4 outside;
flat in float moves;
out vec4 fragment;

void main() {
    vec2 beyond = abs(from_middle) - bar.xy + bar.z;
    float distance_m = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - bar.z;
    float soft = max(0.35 * (length(dFdx(from_middle)) + length(dFdy(from_middle))), 1e-5);
    float cover = 1.0 - smoothstep(-soft, soft, distance_m);
    float inner = bar.w > 0.0 ? 1.0 - smoothstep(-soft, soft, distance_m + bar.w) : 1.0;
    // Colours are mixed by what they cover, so that a rim round nothing has no dark edge.
    float alpha = mix(outside.a, inside.a, inner);
    vec3 colour = mix(outside.rgb * outside.a, inside.rgb * inside.a, inner) / max(alpha, 1e-4);
    float across = step(seen.x, on_panel.x) * step(on_panel.x, seen.z);
    float along = clamp(min(seen.w - on_panel.y, on_panel.y - seen.y) / fade_m, 0.0, 1.0);
    float shown = alpha * cover * mix(1.0, across * along, moves);
    if (shown < 0.004) discard;
    fragment = vec4(colour, shown);
}
