// A layer's values arrive as palette steps: 0 is the layer's minimum, 1 its maximum.
uniform sampler2D palette;

vec3 coloured(float share) {
    return texelFetch(palette, ivec2(int(share * 255.0 + 0.5), 0), 0).rgb;
}
