uniform sampler2D sky;
uniform float time_s;
#ifdef MIRROR
uniform sampler2D mirror;
#endif
in vec2 uv;
in vec3 point;
in vec4 clip;
in float facing;
out vec4 fragment;

void main() {
    // Two trains of ripples, calmer where they would be smaller than a pixel.
    float far = length(point - eye_point());
    float calm = 1.0 / (1.0 + far * far * 0.0009);
    vec2 p = point.xy;
    float ripple = sin(p.x * 0.9 + p.y * 2.1 + time_s * 0.9) + sin(p.x * -1.7 + p.y * 1.3 - time_s * 1.1)
                 + 0.7 * sin(p.x * 3.1 + p.y * 4.3 + time_s * 1.7);
    ripple *= calm;
    vec2 tilt = vec2(0.0, ripple * 0.006);
    vec3 up = texture(sky, vec2(uv.x, clamp(uv.y + tilt.y * 2.0, 0.004, 1.0))).rgb;
#ifdef MIRROR
    vec2 screen = clip.xy / clip.w * 0.5 + 0.5 + vec2(ripple * 0.0012, ripple * 0.0032);
    vec4 seen = texture(mirror, screen);
    up = mix(up, seen.rgb, seen.a);
#endif
    // Schlick's approximation for water, kept brighter than physics so that the lake reads as a mirror.
    float fresnel = 0.20 + 0.72 * pow(1.0 - facing, 4.0);
    vec3 deep = vec3(0.098, 0.078, 0.080);
    vec3 colour = mix(deep, up, fresnel * (0.93 + 0.05 * ripple));
    // The lake ends in haze, so that no line is drawn between it and the sky.
    float haze = 1.0 - exp(-far / 420.0);
    fragment = vec4(mix(colour, texture(sky, vec2(uv.x, 0.004)).rgb, haze * haze), 1.0);
}
