using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>What became of a change to a procedure.</summary>
public abstract record EditResult
{
    private EditResult() { }

    /// <param name="Version">The version that the change made or changed; of a deletion, what is deleted.</param>
    /// <param name="Findings">What checks found in what was published, or kept from being so.</param>
    public sealed record Done(DefinitionVersion Version, IReadOnlyList<Finding> Findings) : EditResult
    {
        /// <summary>Whether it was published before, so that nothing changed.</summary>
        public bool WasPublished { get; init; }

        /// <summary>The procedures that embed this one and follow its new version.</summary>
        public IReadOnlyList<string> Followers { get; init; } = [];
    }

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(EditRefusal Code) : EditResult
    {
        /// <summary>Who was first, where somebody was.</summary>
        public Guid? By { get; init; }

        /// <summary>Since when they edit, or when they saved; in machine time.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>What keeps the version from being published.</summary>
        public IReadOnlyList<Finding> Findings { get; init; } = [];

        /// <summary>The versions that cases use.</summary>
        public IReadOnlyList<int> Versions { get; init; } = [];
    }
}

/// <summary>Why a procedure was not changed.</summary>
public enum EditRefusal
{
    NotFound,

    /// <summary>Somebody deleted the procedure since the designer read it.</summary>
    Deleted,

    /// <summary>Somebody else holds the edit lease.</summary>
    EditedByOther,

    /// <summary>Somebody saved since the designer read the procedure.</summary>
    Stale,

    /// <summary>All activities would be gone.</summary>
    WouldEmpty,

    /// <summary>There are errors among the findings.</summary>
    CannotRun,
    NotPublished,

    /// <summary>Cases run on it or ran on it.</summary>
    InUse,

    /// <summary>Without this version there would be no procedure.</summary>
    OnlyVersion,
}
