/**
 * The environment that an engine process gets. Runs in the shells and in the core.
 */

/** What an engine needs to find its libraries, its drivers and a temporary folder. Nothing else is passed on. */
// prettier-ignore
const passedVariables = [
  'PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'XDG_CACHE_HOME',
  'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR', 'XDG_DATA_DIRS', 'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH', 'SystemRoot', 'SystemDrive', 'windir', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA',
  'ProgramData', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE', 'CUDA_PATH', 'CUDA_VISIBLE_DEVICES',
  'NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES', 'VK_ICD_FILENAMES', 'VK_DRIVER_FILES',
  'VK_LAYER_PATH', 'GGML_VK_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES', 'ROCR_VISIBLE_DEVICES',
] as const;

/** A short list of variables: a hostile model file that takes over an engine finds no secret in its environment. */
export function engineEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of passedVariables) {
    const value = env[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
