/**
 * The model architectures that the bundled llama.cpp can load and that write text. Runs in the core.
 * Source: LLM_ARCH_NAMES of llama-arch.cpp in the llama.cpp that node-llama-cpp 3.22.1 ships, less those that are not
 * a language model of their own: vision projectors (clip), text encoders and embedders (bert and kin), speech decoders,
 * and draft heads that need another model beside them.
 */
const names = `
llama llama4 deci falcon grok gpt2 gptj gptneox mpt baichuan starcoder refact bloom stablelm
qwen qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe qwen4exp
phi2 phi3 phimoe plamo plamo2 plamo3 codeshell orion internlm2 minicpm minicpm3
gemma gemma2 gemma3 gemma3n gemma4 starcoder2 mamba mamba2 maple jamba falcon-h1 xverse
command-r cohere2 cohere2moe dbrx olmo olmo2 olmoe muse-glimmer openelm arctic
deepseek deepseek2 deepseek2-ocr deepseek32 deepseek4 chatglm glm4 glm4moe glm-dsa bitnet t5 jais jais2
nemotron nemotron_h nemotron_h_moe exaone exaone4 exaone-moe rwkv6 rwkv6qwen2 rwkv7 arwkv7
granite granitemoe granitehybrid graniteswitch granite_swa chameleon plm bailingmoe bailingmoe2 bailingmoe3
dots1 dots3note arcee afmoe laguna ernie4_5 ernie4_5-moe hunyuan-moe hunyuan-dense hunyuan_vl hy_v3 hy_v4 smollm3
gpt-oss lfm2 lfm2moe dream smallthinker llada llada-moe seed_oss grovemoe apertus
minimax-01 hrm_text minimax-m2 minimax-m3 cogvlm rnd1 pangu-embedded mistral3 mistral4 paddleocr mimo2 step35
spark2_5 maincoder kimi-linear kimi-k3 talkie mellum nanbeige
`;

const known: ReadonlySet<string> = new Set(names.trim().split(/\s+/));

/** Whether a model of this architecture (`general.architecture`) can be loaded and can write text. */
export function isKnownArchitecture(architecture: string): boolean {
  return known.has(architecture);
}
