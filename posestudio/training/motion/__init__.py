"""Training of the motion denoiser, and the evaluation of lifted motions."""
