namespace Acornima;

/// <summary>What a caller of <see cref="Tokenizer.Next"/> knows about the grammar around the token: nothing, so far.</summary>
public readonly struct TokenizerContext;
