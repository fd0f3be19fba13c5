using Jint.Runtime.Modules;

namespace Busroot.Transformer.Scripting;

/// <summary>Finds no module; <c>busroot</c> is registered and needs no finding. What a script imports statically is checked at load.</summary>
internal sealed class NoModules : ModuleLoader
{
    public override ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest) =>
        moduleRequest.Specifier == BusrootModule.Specifier
            ? new ResolvedSpecifier(moduleRequest, BusrootModule.Specifier, null, SpecifierType.Bare)
            : throw new ModuleResolutionException("a rule imports from \"busroot\" only", moduleRequest.Specifier, referencingModuleLocation, null);

    protected override string LoadModuleContents(Jint.Engine engine, ResolvedSpecifier resolved) =>
        throw new ModuleResolutionException("a rule imports from \"busroot\" only", resolved.Key, parent: null, filePath: null);
}
