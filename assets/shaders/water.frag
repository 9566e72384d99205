uniform sampler2D sky;
uniform float time_s;
#ifdef MIRROR
uniform sampler2D mirror;
#endif
in vec2 uv;
in vec2 point;
in vec4 clip;
in vec3 surface;
out vec4 fragment;

void main() {
    float ripple = sin(dot(point, vec2(0.9, 2.1)) + time_s * 0.9) + sin(dot(point, vec2(-1.7, 1.3)) - time_s * 1.1);
#ifdef MIRROR
    ripple += 0.7 * sin(dot(point, vec2(3.1, 4.3)) + time_s * 1.7);
#endif
    ripple *= surface.y;
    vec3 up = texture(sky, vec2(uv.x, clamp(uv.y + ripple * 0.012, 0.004, 1.0))).rgb;
#ifdef MIRROR
    vec2 screen = clip.xy / clip.w * 0.5 + 0.5 + ripple * vec2(0.0012, 0.0032);
    vec4 seen = texture(mirror, screen);
    up = mix(up, seen.rgb, seen.a);
#endif
    vec3 colour = mix(vec3(0.098, 0.078, 0.080), up, surface.x * (0.93 + 0.05 * ripple));
    // The lake ends in haze, so that no line is drawn between it and the sky.
    fragment = vec4(mix(colour, texture(sky, vec2(uv.x, 0.004)).rgb, surface.z), 1.0);
}
